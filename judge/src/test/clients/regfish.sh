#!/bin/sh
# Orders with curl at regfish. Sends everything again after each failure, as many scripts do.
# The argument is a file with the order.
attempts=0
until answer=$(curl -sf -H "x-api-key: $CERTBRIDGE_KEY" -H 'Content-Type: application/json' -d "@$1" \
    "$CERTBRIDGE_URL/tls/certificate"); do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 3 ] || exit 1
done
id=$(printf '%s' "$answer" | sed -n 's/.*"id":"\([^"]*\)".*/\1/p')
attempts=0
until curl -sf -H "x-api-key: $CERTBRIDGE_KEY" "$CERTBRIDGE_URL/tls/certificate/$id" | grep -q '"status":"issued"'; do
    attempts=$((attempts + 1))
    [ "$attempts" -lt 8 ] || exit 1
    sleep 0.1
done
curl -sf -H "x-api-key: $CERTBRIDGE_KEY" "$CERTBRIDGE_URL/tls/certificate/$id/download/pem"
