/**
 * What a change of a contract means for callers. Our own rules walk both documents; openapi-diff is run as well, and what only it
 * calls breaking is listed too.
 */
@NullMarked
package dev.certbridge.contract;

import org.jspecify.annotations.NullMarked;
