package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receipt holds the values of the response. A blank id counts as missing. */
class RerunReceiptTest {

    @Test
    void of_whenEverythingIsKnown_thenItSaysSo() {
        RerunReceipt receipt = RerunReceipt.of(200, "r-1", "1440764172232392705", 2);
        assertThat(receipt.httpStatus()).isEqualTo(200);
        assertThat(receipt.requestId()).contains("r-1");
        assertThat(receipt.instanceId()).contains("1440764172232392705");
        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(receipt).hasToString("RerunReceipt[HTTP 200, instance 1440764172232392705, request id r-1, attempts 2]");
    }

    @Test
    void of_whenIdsAreUnknown_thenTheyAreEmpty() {
        RerunReceipt receipt = RerunReceipt.of(204, null, null, 1);
        assertThat(receipt.requestId()).isEmpty();
        assertThat(receipt.instanceId()).isEmpty();
        assertThat(receipt).hasToString("RerunReceipt[HTTP 204, attempts 1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void of_whenIdsAreBlank_thenTheyAreUnknown(String blank) {
        RerunReceipt receipt = RerunReceipt.of(200, blank, blank, 1);
        assertThat(receipt.requestId()).isEmpty();
        assertThat(receipt.instanceId()).isEmpty();
    }
}
