/**
 * Orders and certificates, what goes into a request and what comes out: ids, names, money, validity. Values only;
 * nothing here asks a reseller.
 */
@NullMarked
package dev.certbridge.reseller.order;

import org.jspecify.annotations.NullMarked;
