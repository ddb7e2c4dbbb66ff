/** The generator of clients from contracts, an extension of OpenAPI Generator. Nothing here is needed at run time. */
@NullMarked
package dev.certbridge.codegen;

import org.jspecify.annotations.NullMarked;
