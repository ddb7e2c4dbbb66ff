/**
 * Values of requests and results: orders, certificates, ids, money, validity. Nothing here calls a reseller.
 */
@NullMarked
package dev.certbridge.reseller.order;

import org.jspecify.annotations.NullMarked;
