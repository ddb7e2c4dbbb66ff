package dev.certbridge.stub.realtime;

/** The form of the body of a download. Which one the reseller sends is not documented. */
public enum DownloadBodyType {
    /** Base64 text of PEM, as two production clients of others decode it. */
    BASE64_OF_PEM,
    /** Base64 text of DER; of several certificates, one after the other. Catches a client that looks for PEM in the text. */
    BASE64_OF_DER,
    /** PEM itself. Catches a client that decodes base64 in any case. */
    PEM
}
