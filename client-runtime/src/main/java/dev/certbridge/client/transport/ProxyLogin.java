package dev.certbridge.client.transport;

import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;

/** The login at a proxy as a header of the Basic scheme (RFC 7617), sent at once: a second try is never made. */
final class ProxyLogin {

    private ProxyLogin() {}

    /** Returns the header; throws {@link IllegalArgumentException} without showing what cannot be sent. */
    static Header header(PasswordAuthentication login) {
        String password = new String(login.getPassword());
        if (login.getUserName().indexOf(':') >= 0 || unprintable(login.getUserName()) || unprintable(password)) {
            throw new IllegalArgumentException("the proxy's user name or password cannot be sent: the user name has no"
                    + " colon, and neither has a control character");
        }
        String both = login.getUserName() + ":" + password;
        // Marked as sensitive, for HttpClient's own use.
        return new BasicHeader(
                HttpHeaders.PROXY_AUTHORIZATION,
                "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)),
                true);
    }

    private static boolean unprintable(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
