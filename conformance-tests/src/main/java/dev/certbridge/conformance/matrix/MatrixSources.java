package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.pact.PactInteraction;
import dev.certbridge.contract.ContractDocument;
import java.util.List;

/**
 * What a matrix was made of, as far as its cells refer to it.
 *
 * @param contracts the contracts
 * @param pacts the interactions of every pact
 */
record MatrixSources(List<ContractDocument> contracts, List<PactInteraction> pacts) {

    MatrixSources {
        contracts = List.copyOf(contracts);
        pacts = List.copyOf(pacts);
    }
}
