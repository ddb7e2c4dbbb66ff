/**
 * The Realtime Register client. The class {@link dev.certbridge.realtime.Realtime} connects to the reseller. The
 * generated client is {@link dev.certbridge.realtime.RealtimeClient}.
 */
@NullMarked
package dev.certbridge.realtime;

import org.jspecify.annotations.NullMarked;
