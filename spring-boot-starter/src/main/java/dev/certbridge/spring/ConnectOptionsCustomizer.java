package dev.certbridge.spring;

import dev.certbridge.reseller.ConnectOptions;

/**
 * A bean that changes the connection options of a reseller before the client of the reseller is created. Only
 * properties can set the address and the account.
 */
@FunctionalInterface
public interface ConnectOptionsCustomizer {

    /**
     * Changes the options of one reseller.
     *
     * @param reseller the reseller's name, such as {@code regfish}
     * @param options the connection options, which already contain the values of the properties
     */
    void customize(String reseller, ConnectOptions.Builder options);
}
