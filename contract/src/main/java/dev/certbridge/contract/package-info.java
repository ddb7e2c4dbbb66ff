/**
 * Reads OpenAPI documents ({@link dev.certbridge.contract.ContractDocument}) and compares two of them
 * ({@link dev.certbridge.contract.ContractDiff}). The rules of this package compare both documents part by part. openapi-diff
 * runs as well, and every change that only it reports as breaking is listed too.
 */
@NullMarked
package dev.certbridge.contract;

import org.jspecify.annotations.NullMarked;
