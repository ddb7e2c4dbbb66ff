package dev.certbridge.temporal;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One certificate for one name. */
@WorkflowInterface
public interface BuyOne {

    /** The id of the order. */
    @WorkflowMethod
    String buy(String intent, String name);
}
