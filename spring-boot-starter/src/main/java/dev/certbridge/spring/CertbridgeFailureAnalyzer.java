package dev.certbridge.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints a configuration error as one description and one action. */
final class CertbridgeFailureAnalyzer extends AbstractFailureAnalyzer<CertbridgeConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CertbridgeConfigurationException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
