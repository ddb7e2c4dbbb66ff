package dev.certbridge.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Describes a configuration error, and the action that corrects it, for the output of Spring Boot. */
final class CertbridgeFailureAnalyzer extends AbstractFailureAnalyzer<CertbridgeConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CertbridgeConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
