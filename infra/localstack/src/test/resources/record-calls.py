# Runs inside LocalStack when it starts: writes down every AWS call that comes from outside, as a JSON object a line,
# before LocalStack's own services change who has signed it.
import json
import threading

from localstack.aws import handlers

lock = threading.Lock()


def record(_chain, context, _response):
    if context.is_internal_call:
        return
    call = {
        "authorization": context.request.headers.get("Authorization", ""),
        "account": context.account_id,
        "region": context.region,
        "service": context.service.service_name,
        "operation": context.operation.name,
        "parameters": context.service_request,
    }
    with lock, open("/tmp/calls.jsonl", "a") as calls:
        calls.write(json.dumps(call, default=str) + "\n")


handlers.serve_custom_service_request_handlers.append(record)
