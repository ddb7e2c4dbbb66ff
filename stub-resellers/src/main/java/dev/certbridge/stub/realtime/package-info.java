/** The stub of Realtime Register. An order starts a process, and a completed process creates a certificate. */
@NullMarked
package dev.certbridge.stub.realtime;

import org.jspecify.annotations.NullMarked;
