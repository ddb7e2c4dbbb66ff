package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "*, https://api.regfish.com, true",
        "api.regfish.com, https://api.regfish.com, true",
        "API.Regfish.com, https://api.REGFISH.com/path, true",
        "regfish.com, https://api.regfish.com, true",
        ".regfish.com, https://api.regfish.com, true",
        "*.regfish.com, https://api.regfish.com, true",
        "regfish.com:443, https://api.regfish.com, true",
        "regfish.com:8443, https://api.regfish.com:8443, true",
        "127.0.0.1, http://127.0.0.1:8080, true",
        "127.0.0.1:8080, http://127.0.0.1:8080, true",
        "::1, http://[::1]:8080, true",
        "[::1]:8080, http://[::1]:8080, true",
        "' example.net ', https://example.net, true",
        "'', https://api.regfish.com, false",
        "fish.com, https://api.regfish.com, false",
        "api.regfish.com, https://regfish.com, false",
        "regfish.com:8443, https://api.regfish.com, false",
        "regfish.com:443, http://127.0.0.1, false",
        "127.0.0.1, https://1.127.0.0.1.example.net, false"
    })
    void an_entry_without_proxy_matches_a_host_and_its_subdomains(String entry, URI address, boolean direct) {
        assertThat(Endpoint.isDirect(List.of("example.org", entry), address)).isEqualTo(direct);
    }
}
