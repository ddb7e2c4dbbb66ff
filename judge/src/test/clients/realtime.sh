#!/bin/sh
# Orders with curl at Realtime Register. Sends everything again after each failure, as many scripts do.
# The argument is a file with the order.
attempts=0
until answer=$(curl -sf -D - -H "Authorization: ApiKey $CERTBRIDGE_KEY" -H 'Content-Type: application/json' \
    -d "@$1" "$CERTBRIDGE_URL/v2/ssl/certificates"); do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 3 ] || exit 1
done
id=$(printf '%s' "$answer" | tr -d '\r' | sed -n 's/^x-process-id: //Ip')
attempts=0
until curl -sf -H "Authorization: ApiKey $CERTBRIDGE_KEY" "$CERTBRIDGE_URL/v2/processes/$id" |
    grep -q '"status":"COMPLETED"'; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 8 ] || exit 1
    sleep 0.1
done
curl -sf -H "Authorization: ApiKey $CERTBRIDGE_KEY" "$CERTBRIDGE_URL/v2/ssl/certificates?process=$id"
