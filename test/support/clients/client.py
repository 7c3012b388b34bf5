"""A client that was generated for Python delivers an event and reads it back."""
import sys
from generated import AuthenticatedClient
from generated.api.events import get_api_events
from generated.api.ingest import post_api_honeypot_log
from generated.models import HoneypotLog

address, key, authorization = sys.argv[1:4]
event = HoneypotLog(timestamp="2026-08-21T10:15:30Z", service="ssh", source_ip="[::ffff:203.0.113.9]:4711",
                    activity="login failed", payload="root:123456")
node = AuthenticatedClient(base_url=address, token=key, prefix="", auth_header_name="X-Node-Key")
answer = post_api_honeypot_log.sync(client=node, body=event)
assert answer.status.value == "success", answer
assert answer.event.source == "203.0.113.9" and answer.event.source_port == 4711, answer
user = AuthenticatedClient(base_url=address, token=authorization.removeprefix("Bearer "))
page = get_api_events.sync(client=user, limit=5)
assert page.items[0].log_id == answer.log_id, page
print("python: ok")
