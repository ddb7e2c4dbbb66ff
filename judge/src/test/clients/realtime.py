# Orders at Realtime Register with the client that OpenAPI Generator generates for Python.
# The arguments are the folder of the client and a file with the order.
import json
import os
import sys
import time

sys.path.insert(0, sys.argv[1])
import openapi_client

configuration = openapi_client.Configuration(
    host=os.environ["CERTBRIDGE_URL"],
    api_key={"ApiKey": os.environ["CERTBRIDGE_KEY"]},
    api_key_prefix={"ApiKey": "ApiKey"},
)
client = openapi_client.ApiClient(configuration)
with open(sys.argv[2]) as file:
    order = openapi_client.CertificateRequest.from_dict(json.load(file))
headers = openapi_client.CertificatesApi(client).request_certificate_with_http_info(order).headers
process = int(headers["x-process-id"])
processes = openapi_client.ProcessesApi(client)
status = "NEW"
for _ in range(8):
    if status in ("COMPLETED", "FAILED"):
        break
    time.sleep(0.1)
    status = processes.get_process(process).status
if status == "COMPLETED":
    openapi_client.CertificatesApi(client).list_certificates(filters={"process": str(process)})
