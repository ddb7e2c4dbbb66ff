package dev.certbridge.temporal;

import io.temporal.activity.ActivityInterface;

/** The verbs that a workflow calls. Each is safe to be retried; the intent is the same in every try. */
@ActivityInterface
public interface Buying {

    /** Orders, or tells the order of an earlier try. */
    String order(String intent, String name);

    /** Looks for what an earlier try may have ordered and settles it; true when the intent may be ordered again. */
    boolean reconcile(String intent);
}
