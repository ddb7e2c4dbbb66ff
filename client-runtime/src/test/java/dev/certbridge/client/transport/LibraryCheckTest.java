package dev.certbridge.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests the message about libraries that do not fit together. All libraries of this class path are new enough. */
class LibraryCheckTest {

    private static final String START = "certbridge cannot use the libraries on the class path: ";

    @Test
    void the_message_names_the_library_of_the_class_that_does_not_fit_with_its_version_and_jar() {
        assertThat(LibraryCheck.failure(new NoSuchMethodError("feign.Request.x()"))
                        .getMessage())
                .matches(START + "feign-core [0-9.]+ \\(.*feign-core-[0-9.]+\\.jar\\) do not fit together\\."
                        + " Use the versions that certbridge-client-runtime depends on"
                        + " \\(java\\.lang\\.NoSuchMethodError: feign\\.Request\\.x\\(\\)\\)");
    }

    @Test
    void the_message_names_every_library_if_the_error_names_none() {
        assertThat(LibraryCheck.failure(new IllegalStateException("odd")).getMessage())
                .startsWith(START)
                .contains("feign-core ", "httpclient5 ", "httpcore5 ", "httpcore5-h2 ", "jackson-core ", "slf4j-api ")
                .doesNotContain("unknown version", "missing", "too old");
    }
}
