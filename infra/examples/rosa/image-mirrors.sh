#!/usr/bin/env bash
# Create, list, edit and delete an image mirror with the rosa CLI, through the functions.
#
#   URL=https://….execute-api.us-east-1.amazonaws.com CLIENT_ID=… CLIENT_SECRET=… ./image-mirrors.sh mycluster
#
# URL is the stack's output OcmProxyUrl, or http://127.0.0.1:8080 on a local stack; TOKEN_URL is the token URL of your SSO, as without the functions.
set -euo pipefail

cluster=${1:?"the name, ID or external ID of a cluster"}
token_url=${TOKEN_URL:-https://sso.redhat.com/auth/realms/redhat-external/protocol/openid-connect/token}

rosa login --env "${URL:?}" --token-url "$token_url" --client-id "${CLIENT_ID:?}" --client-secret "${CLIENT_SECRET:?}"

rosa create image-mirror -c "$cluster" --source registry.example.com/team \
  --mirrors mirror.corp.com/team,backup.corp.com/team
rosa list image-mirrors -c "$cluster"

id=$(rosa list image-mirrors -c "$cluster" -o json |
  python3 -c 'import json, sys; print(next(m["id"] for m in json.load(sys.stdin) if m["source"] == "registry.example.com/team"))')
rosa edit image-mirror -c "$cluster" --id "$id" --mirrors mirror.corp.com/team
rosa delete image-mirror -c "$cluster" --id "$id" --yes
