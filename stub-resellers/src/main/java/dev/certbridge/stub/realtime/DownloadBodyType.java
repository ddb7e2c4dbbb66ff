package dev.certbridge.stub.realtime;

/** The encoding of the body of a download. The reseller does not document the encoding of its downloads. */
public enum DownloadBodyType {
    /** The body is base64 of PEM text. Two third-party clients that are used in production decode this encoding. */
    BASE64_OF_PEM,
    /**
     * The body is base64 of DER bytes, which can contain several certificates in sequence. Catches a client that
     * searches for PEM in the text.
     */
    BASE64_OF_DER,
    /** The body is plain PEM. Catches a client that always decodes base64. */
    PEM
}
