/**
 * The Realtime Register client. {@link dev.certbridge.realtime.Realtime} connects to the reseller; {@link
 * dev.certbridge.realtime.RealtimeClient} is the generated client.
 */
@NullMarked
package dev.certbridge.realtime;

import org.jspecify.annotations.NullMarked;
