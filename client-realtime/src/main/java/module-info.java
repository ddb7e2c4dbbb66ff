/** The client of Realtime Register. The adapter implements the reseller API with the generated interfaces. */
@SuppressWarnings("requires-transitive-automatic")
module dev.certbridge.realtime {
    requires transitive org.jspecify;
    requires transitive dev.certbridge.client.runtime;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;

    exports dev.certbridge.realtime;
    exports dev.certbridge.realtime.generated.api;
    exports dev.certbridge.realtime.generated.model;

    opens dev.certbridge.realtime.generated.model to
            com.fasterxml.jackson.databind;

    provides dev.certbridge.reseller.spi.ResellerProvider with
            dev.certbridge.realtime.RealtimeProvider;
}
