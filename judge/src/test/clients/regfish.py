# Orders at regfish with the client that OpenAPI Generator generates for Python.
# The arguments are the folder of the client and a file with the order.
import json
import os
import sys
import time

sys.path.insert(0, sys.argv[1])
import openapi_client

configuration = openapi_client.Configuration(
    host=os.environ["CERTBRIDGE_URL"], api_key={"apiKey": os.environ["CERTBRIDGE_KEY"]}
)
api = openapi_client.TlsCertificatesApi(openapi_client.ApiClient(configuration))
with open(sys.argv[2]) as file:
    order = openapi_client.CertificateRequest.from_dict(json.load(file))
certificate = api.create_certificate(order).response
for _ in range(8):
    if certificate.status in ("issued", "rejected"):
        break
    time.sleep(0.1)
    certificate = api.get_certificate(certificate.id).response
if certificate.status == "issued":
    api.download_certificate(certificate.id, "pem")
