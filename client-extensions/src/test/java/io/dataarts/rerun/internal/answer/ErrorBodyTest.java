package io.dataarts.rerun.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The code, the message and the request id are read from every known shape of an error body. */
class ErrorBodyTest {

    private static final ErrorBody NOTHING = new ErrorBody(null, null, null, null);

    @ParameterizedTest(name = "{0}")
    @DisplayName("documented shapes, and shapes seen in the wild")
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "documented      | {'error_code':'DLF.1000','error_msg':'Failed to find the job.'} | DLF.1000 | DLF.1000 | Failed to find the job. | -",
        "gateway         | {'error_msg':'m','error_code':'APIGW.0301','request_id':'r'} | APIGW.0301 | APIGW.0301 | m | r",
        "IAM denial      | {'error_code':'A','error_msg':'m','encoded_authorization_message':'x','details':[{'error_code':'B','error_msg':'n'}]} | A | A | m | -",
        "plain           | {'code':'C','message':'m'} | - | C | m | -",
        "nested          | {'error':{'code':'C','message':'m'}} | - | C | m | -",
        "nested, request | {'request_id':'r','error':{'code':'C','message':'m'}} | - | C | m | r",
        "nested, after   | {'error':{'code':'C','message':'m'},'requestId':'r'} | - | C | m | r",
        "camel           | {'errorCode':'C','errorMsg':'m','requestId':'r'} | - | C | m | r",
        "list            | {'errors':[{'error_code':'C','error_msg':'m'},{'error_code':'D','error_msg':'n'}]} | C | C | m | -",
        "list of texts   | {'errors':['m','n']} | - | - | m | -",
        "mixed list      | {'errors':[1,null,[{'code':'X'}],{'code':'C'},'m']} | - | C | m | -",
        "list, then more | {'errors':[{'code':'C'}],'message':'m'} | - | C | m | -",
        "list, then id   | {'errors':[{'code':'C'}],'request_id':'r'} | - | C | - | r",
        "problem         | {'type':'about:blank','title':'t','status':400,'detail':'d'} | - | - | d | -",
        "title only      | {'title':'t'} | - | - | t | -",
        "OAuth           | {'error':'invalid','error_description':'d'} | - | invalid | d | -",
        "error_message   | {'code':'C','error_message':'m'} | - | C | m | -",
        "numbers         | {'error_code':400,'error_msg':true} | 400 | 400 | true | -",
        "null code       | {'error_code':null,'error_msg':'m'} | - | - | m | -",
        "null message    | {'error_code':'C','error_msg':null} | C | C | - | -",
        "both null       | {'error_code':null,'error_msg':null} | - | - | - | -",
        "blank           | {'error_code':' ','error_msg':''} | - | - | - | -",
        "null, then code | {'error_code':null,'code':'C'} | - | C | - | -",
        "objects         | {'error_code':{'a':1},'error_msg':['b'],'message':'m'} | - | - | m | -",
        "skips others    | {'details':{'code':'X','deep':[{'message':'n'}]},'code':'C'} | - | C | - | -",
        "empty           | {} | - | - | - | -"
    })
    void shapes(String name, String body, String serviceCode, String code, String message, String requestId) {
        assertThat(ErrorBody.read(body.replace('\'', '"'))).isEqualTo(new ErrorBody(serviceCode, code, message, requestId));
    }

    @Test
    @DisplayName("the service's own field name takes precedence over all others, at any position")
    void precedence() {
        assertThat(ErrorBody.read("{\"error\":\"4\",\"code\":\"3\",\"errorCode\":\"2\",\"error_code\":\"1\","
                        + "\"title\":\"g\",\"detail\":\"f\",\"error_description\":\"e\",\"error_message\":\"d\",\"message\":\"c\","
                        + "\"errorMsg\":\"b\",\"error_msg\":\"a\",\"requestId\":\"y\",\"request_id\":\"x\"}"))
                .isEqualTo(new ErrorBody("1", "1", "a", "x"));
    }

    @Test
    @DisplayName("the first of two fields with the same name counts")
    void duplicates() {
        assertThat(ErrorBody.read("{\"error_code\":\"1\",\"error_code\":\"2\"}").code()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "[{\"error_code\":\"C\"}]", "\"text\"", "42", "<html><body>502</body></html>", "{", "{,}", "\u0000"})
    void read_whenNotAnObject_thenNothing(String body) {
        assertThat(ErrorBody.read(body)).isEqualTo(NOTHING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "{'error_code':'C','error_msg':'Failed to fi | C | -",
        "{'error_code':'C','error_msg':'m' | C | m",
        "{'error_code':'C','error_msg': | C | -",
        "{'error_code':'C','err | C | -",
        "{'error_code':'C'} trailing | C | -",
        "{'errors':[{'code':'C' | C | -",
        "{'errors':['m' | - | m",
        "{'error_code':'C','error_msg':'\\x'} | C | -"
    })
    void read_whenItBreaksOff_thenWhatWasReadBeforeCounts(String body, String code, String message) {
        ErrorBody read = ErrorBody.read(body.replace('\'', '"'));
        assertThat(read.code()).isEqualTo(code);
        assertThat(read.message()).isEqualTo(message);
    }

    @Test
    void read_whenDeeplyNested_thenWhatWasReadBeforeCounts() {
        String deep = "{\"error_code\":\"C\",\"error\":" + "{\"error\":".repeat(100_000) + "1" + "}".repeat(100_001);
        assertThat(ErrorBody.read(deep).code()).isEqualTo("C");
    }

    @Test
    void read_whenDeeplyNestedLists_thenWhatWasReadBeforeCounts() {
        assertThat(ErrorBody.read("{\"error_code\":\"C\",\"errors\":" + "[".repeat(100_000)).code()).isEqualTo("C");
    }
}
