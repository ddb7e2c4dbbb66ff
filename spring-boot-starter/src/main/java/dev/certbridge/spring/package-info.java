/**
 * Auto-configuration for Spring Boot 3.5 and 4. Provides an order book, one bean for each configured reseller, health
 * and metrics. The names of all properties begin with {@code certbridge}.
 */
@NullMarked
package dev.certbridge.spring;

import org.jspecify.annotations.NullMarked;
