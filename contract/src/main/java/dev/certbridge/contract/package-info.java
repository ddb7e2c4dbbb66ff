/**
 * Reads OpenAPI documents ({@link dev.certbridge.contract.ContractDocument}) and compares two documents ({@link
 * dev.certbridge.contract.ContractDiff}). The rules of this package compare both documents part by part. The library
 * openapi-diff also compares both documents. A change that only openapi-diff reports as incompatible is added to the
 * result.
 */
@NullMarked
package dev.certbridge.contract;

import org.jspecify.annotations.NullMarked;
