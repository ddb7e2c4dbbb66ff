package dev.certbridge.conformance.pact;

import au.com.dius.pact.consumer.junit.MockServerConfig;
import au.com.dius.pact.consumer.junit5.PactConsumerTestExt;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.consumer.model.MockServerImplementation;
import au.com.dius.pact.core.model.PactSpecVersion;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of what our client expects of Realtime Register: against Pact's mock, on the JDK's own server, the quickest to start. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(PactConsumerTestExt.class)
@PactTestFor(providerName = "realtime", pactVersion = PactSpecVersion.V4)
@MockServerConfig(providerName = "realtime", implementation = MockServerImplementation.JavaHttpServer)
@interface RealtimeConsumer {}
