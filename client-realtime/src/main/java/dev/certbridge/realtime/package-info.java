/**
 * Realtime Register: {@link dev.certbridge.realtime.Realtime} gives the reseller, {@link
 * dev.certbridge.realtime.RealtimeClient} the generated client under it.
 */
@NullMarked
package dev.certbridge.realtime;

import org.jspecify.annotations.NullMarked;
