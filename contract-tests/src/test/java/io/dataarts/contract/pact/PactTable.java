package io.dataarts.contract.pact;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The interactions of one operation as a table. Each row is a test. */
abstract class PactTable {

    abstract List<PactRow> rows();

    @TestFactory
    Stream<DynamicTest> interactions() {
        return rows().stream().map(PactRow::test);
    }
}
