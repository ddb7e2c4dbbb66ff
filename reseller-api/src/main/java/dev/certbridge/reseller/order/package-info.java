/**
 * The values of requests and results: orders, certificates, ids, money and validity. No type in this package calls a
 * reseller.
 */
@NullMarked
package dev.certbridge.reseller.order;

import org.jspecify.annotations.NullMarked;
