package io.dataarts.rerun.auth;

import java.util.Objects;

/**
 * A user's log-in to IAM, from which tokens for the studio's project are obtained and renewed. Immutable.
 *
 * <p>The token is scoped to the project: the service refuses a token of the whole domain.
 */
public final class IamPassword {

    private final String domain;
    private final String user;
    private final String password;

    private IamPassword(String domain, String user, String password) {
        this.domain = required("domain", domain);
        this.user = required("user", user);
        this.password = required("password", password);
    }

    /**
     * A log-in.
     *
     * @param domain the name of the account (domain) that the user belongs to
     * @param user the name of the IAM user
     * @param password the user's password
     * @throws IllegalArgumentException when one is empty
     */
    public static IamPassword of(String domain, String user, String password) {
        return new IamPassword(domain, user, password);
    }

    private static String required(String name, String value) {
        if (Objects.requireNonNull(value, name).isEmpty()) {
            throw new IllegalArgumentException(name + " must not be empty");
        }
        return value;
    }

    /** The account's name. */
    public String domain() {
        return domain;
    }

    /** The user's name. */
    public String user() {
        return user;
    }

    /** The password: a secret. */
    public String password() {
        return password;
    }

    /** Domain and user. */
    @Override
    public String toString() {
        return "IamPassword[" + domain + "/" + user + "]";
    }
}
