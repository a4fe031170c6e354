# Runs when LocalStack starts: records every external AWS call as a JSON line, before the services of LocalStack change
# its signer.
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
