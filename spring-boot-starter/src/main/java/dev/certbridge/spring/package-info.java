/**
 * Auto-configuration for Spring Boot 3.5 and 4: an order book, and one bean per configured reseller, with health and
 * metrics. Properties begin with {@code certbridge}.
 */
@NullMarked
package dev.certbridge.spring;

import org.jspecify.annotations.NullMarked;
