/** The client of regfish. The adapter implements the reseller API with the generated interfaces. */
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
