package dev.certbridge.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code http://127.0.0.1:8080}, on this machine. Anything else could be a real reseller. */
final class StubAddressConverter implements ITypeConverter<URI> {

    private static final Pattern HERE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    @Override
    public URI convert(String text) {
        try {
            URI uri = new URI(text);
            if ("http".equals(uri.getScheme())
                    && uri.getRawUserInfo() == null
                    && uri.getHost() != null
                    && HERE.matcher(uri.getHost()).matches()) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below: what a stub's address looks like says more than which character is wrong.
        }
        throw new TypeConversionException(
                "a stub is on this machine, at an address such as http://127.0.0.1:8080, not \"" + text + "\"");
    }
}
