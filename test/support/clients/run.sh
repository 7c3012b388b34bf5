#!/usr/bin/env bash
# Generates clients of the API for Python, Go and TypeScript from its OpenAPI document, compiles them, and has each deliver
# an event and read it back. Needs Python 3.10 or newer and the registries; Go where it is installed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=$(mktemp -d)
node=$root/node_modules/.bin/node
mkfifo "$work/stdin"
"$node" --disable-warning=ExperimentalWarning "$here/serve.ts" "$work/openapi.json" <"$work/stdin" >"$work/server" &
server=$!
exec 9>"$work/stdin"
trap 'exec 9>&-; wait $server || true; rm -rf "$work"' EXIT
for _ in $(seq 600); do [ "$(wc -l <"$work/server")" -ge 3 ] && break; sleep 0.1; done
mapfile -t given <"$work/server"
[ ${#given[@]} -ge 3 ] || { echo 'the server did not start' >&2; exit 1; }

cd "$work"
python3 -m venv venv
venv/bin/pip install -q openapi-python-client==0.29.1
PATH=$work/venv/bin:$PATH openapi-python-client generate --path openapi.json --output-path generated --meta none >python.log 2>&1 ||
  { cat python.log >&2; exit 1; }
venv/bin/python -m compileall -q generated
cp "$here/client.py" client.py
venv/bin/python client.py "${given[@]:0:3}"

mkdir ts && cd ts
cp "$here/client.ts.txt" client.ts
echo '{"type":"module","private":true}' >package.json
npm install --silent --no-audit --no-fund --save-exact typescript@5.9.3 openapi-typescript@7.13.0 openapi-fetch@0.17.0 @types/node@24
npx openapi-typescript ../openapi.json -o schema.ts >/dev/null
npx tsc --noEmit --strict --skipLibCheck --module nodenext --target es2022 --allowImportingTsExtensions client.ts
"$node" --disable-warning=ExperimentalWarning client.ts "${given[@]:0:3}"
cd ..

if command -v go >/dev/null; then
  mkdir -p go/client && cd go
  cp "$here/client.go.txt" main.go
  go mod init example.com/client 2>/dev/null
  go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -generate types,client -package client -o client/client.go ../openapi.json
  go mod tidy 2>/dev/null
  go vet . && go run . "${given[@]:0:3}"
else
  echo 'go: SKIPPED, Go is not installed'
fi
