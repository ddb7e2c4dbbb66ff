package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResellerAccountTest {

    @Test
    void its_text_names_the_account_if_it_has_a_label() {
        assertThat(new ResellerAccount("realtime", "ote", "acme")).hasToString("realtime ote, account acme");
        assertThat(new ResellerAccount("regfish", "live", "-")).hasToString("regfish live");
    }
}
