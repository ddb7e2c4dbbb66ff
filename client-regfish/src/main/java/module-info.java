/** The client of regfish: the generated interfaces, and the adapter from them to the reseller API. */
@SuppressWarnings("requires-transitive-automatic")
module dev.certbridge.regfish {
    requires transitive org.jspecify;
    requires transitive dev.certbridge.client.runtime;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports dev.certbridge.regfish;
    exports dev.certbridge.regfish.generated.api;
    exports dev.certbridge.regfish.generated.model;

    opens dev.certbridge.regfish.generated.model to
            com.fasterxml.jackson.databind;

    provides dev.certbridge.reseller.spi.ResellerProvider with
            dev.certbridge.regfish.RegfishProvider;
}
