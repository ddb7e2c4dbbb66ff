/**
 * The Realtime Register client. The class {@link dev.certbridge.realtime.Realtime} connects to the reseller. The class
 * {@link dev.certbridge.realtime.RealtimeClient} is the generated client.
 */
@NullMarked
package dev.certbridge.realtime;

import org.jspecify.annotations.NullMarked;
