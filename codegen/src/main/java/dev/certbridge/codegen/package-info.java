/**
 * The generator of clients from contracts: an extension of OpenAPI Generator, and a Maven plugin that runs it. Clients
 * do not need this package at run time.
 */
@NullMarked
package dev.certbridge.codegen;

import org.jspecify.annotations.NullMarked;
