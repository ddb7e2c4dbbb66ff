package dev.certbridge.spring;

import dev.certbridge.reseller.ConnectOptions;

/**
 * A bean that changes the options of a reseller's connection before the reseller is connected. The address and the
 * account are set with properties only.
 */
@FunctionalInterface
public interface ConnectOptionsCustomizer {

    /**
     * Changes the options of one reseller.
     *
     * @param reseller the reseller's name, such as {@code regfish}
     * @param options the options, which already have the values of the properties
     */
    void customize(String reseller, ConnectOptions.Builder options);
}
