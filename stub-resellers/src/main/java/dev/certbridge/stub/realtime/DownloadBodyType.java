package dev.certbridge.stub.realtime;

/** What the body of a download is. Which of them the reseller answers is not documented. */
public enum DownloadBodyType {
    /** Base64 text of PEM, as two production clients of others decode it. */
    BASE64_OF_PEM,
    /** Base64 text of DER; of several certificates, one after the other. Finds a client that looks for PEM in the text. */
    BASE64_OF_DER,
    /** PEM itself. Finds a client that decodes base64 in any case. */
    PEM
}
