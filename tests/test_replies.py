"""What real replies of real mail servers mean, and what no reply can ever mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sgp.errors import ExitCode
from sgp.mail.replies import OPENING, Step, meaning, one_line, unanswered

CONFIGURATION, TEMPORARY = ExitCode.CONFIGURATION, ExitCode.TEMPORARY
RCPT, DATA, CONTENT, MAIL, AUTH = Step.RCPT, Step.DATA, Step.CONTENT, Step.MAIL, Step.AUTH

# Texts as servers send them: Google's list of SMTP errors, Microsoft's of NDR codes and of SMTP AUTH errors, public issue threads.
PERSONS = [
    (RCPT, 550, "5.1.1 The email account that you tried to reach does not exist. Please try\n5.1.1 double-checking the address"),
    (RCPT, 550, "5.2.1 The email account that you tried to reach is inactive. For more information, go to https://support.google.com/mail/"),
    (RCPT, 552, "5.2.2 The email account that you tried to reach is over quota."),
    (RCPT, 550, "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages."),
    (CONTENT, 552, "5.7.0 This message was blocked because its content presents a potential security issue."),
    (CONTENT, 552, "5.3.4 Your message exceeded Google's message size limits."),
    (RCPT, 550, "5.4.1 Recipient address rejected: Access denied. [DB5EUR03FT012.eop-EUR03.prod.protection.outlook.com]"),
    (RCPT, 550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
    (RCPT, 550, "5.7.1 RESOLVER.RST.AuthRequired; authentication required"),
    (RCPT, 550, "5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because "
                "the sender was not authenticated when sending to this group"),
    (RCPT, 550, "5.2.122 The recipient has exceeded their limit for the number of messages they can receive per hour."),
    (RCPT, 550, "5.7.505 Access denied, banned recipient"),
    (RCPT, 550, "5.7.703 Your message can't be delivered because messages to <a@b.example> are blocked by your organization"),
    (RCPT, 550, "5.1.1 <relay.sender@school.example>: Recipient address rejected: User unknown in virtual mailbox table"),
    (RCPT, 554, "5.7.1 <a@school.example>: Recipient address rejected: Access denied"),
    (RCPT, 554, "5.7.1 <relay@school.example>: Recipient address rejected: Access denied"),
    (RCPT, 550, "5.7.1 mx.relay.example: a@school.example takes no mail"),
    (RCPT, 550, "Unrouteable address"),
    (RCPT, 550, "Administrative prohibition"),
    (RCPT, 550, "No Such User Here"),
    (RCPT, 501, "<a..b@school.example>: recipient address must contain a domain"),
    (DATA, 554, "5.5.0 no valid recipients"),
    (CONTENT, 554, "5.7.1 This message has been blocked because it contains a virus"),
    (CONTENT, 550, "5.7.1 Our system has detected that this message is likely unsolicited mail."),
]

SENDERS = [
    (MAIL, 550, "5.1.1 anything at all"),
    (RCPT, 550, "5.7.0 Mail relay denied 192.0.2.1. Invalid credentials for relay for one of the domains in: school.example"),
    (RCPT, 550, "5.7.1 Invalid credentials for relay 192.0.2.1. The IP address you've registered doesn't match the domain of the account"),
    (CONTENT, 550, "5.7.0 Mail Sending denied. This error occurs if the sender account is disabled"),
    (RCPT, 530, "5.7.0 Authentication Required. For more information, go to\n5.7.0  https://support.google.com/mail/?p=WantAuthError"),
    (RCPT, 530, "5.7.0 Must issue a STARTTLS command first. k2 - gsmtp"),
    (CONTENT, 550, "5.7.26 This mail is unauthenticated, which poses a security risk to the sender and Gmail users"),
    (CONTENT, 550, "5.7.25 The IP address sending this message does not have a PTR record setup"),
    (CONTENT, 550, "5.7.1 Our system has detected an unusual rate of unsolicited mail originating from your IP address."),
    (CONTENT, 550, "5.7.60 SMTP; Client does not have permissions to send as this sender [MW2PR1901MB2155.namprd19.prod.outlook.com]"),
    (CONTENT, 550, "5.7.1 Client does not have permissions to send as this sender"),
    (CONTENT, 554, "5.2.252 SendAsDenied; a@school.example not allowed to send as b@school.example; STOREDRV.Submission.Exception"),
    (CONTENT, 554, "5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message"),
    (CONTENT, 554, "5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded"),
    (CONTENT, 550, "5.2.251 Sender throttled due to continuous mailbox full errors."),
    (RCPT, 550, "5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM [AM6PR0732BE0065.eurprd07]"),
    (RCPT, 550, "5.7.64 TenantAttribution; Relay Access Denied [VE1EUR03FT045.eop-EUR03.prod.protection.outlook.com]"),
    (RCPT, 550, "5.7.1 Unable to relay"),
    (CONTENT, 550, "5.1.8 Access denied, bad outbound sender"),
    (CONTENT, 550, "5.7.501 Access denied, spam abuse detected"),
    (RCPT, 550, "5.7.606 Access denied, banned sending IP [192.0.2.7]. To request removal from this list please visit"),
    (CONTENT, 550, "5.7.708 Access denied, traffic not accepted from this IP."),
    (CONTENT, 550, "5.7.705 Access denied, tenant has exceeded threshold"),
    (RCPT, 554, "5.7.1 <a@school.example>: Relay access denied"),
    (RCPT, 553, "5.7.1 <a@school.example>: Sender address rejected: not owned by user b@school.example"),
    (RCPT, 553, "5.7.1 <a@school.example>: Sender address rejected: not logged in"),
    (RCPT, 550, "5.1.0 <a@school.example>: Sender address rejected: User unknown in virtual mailbox table"),
    (RCPT, 554, "5.7.1 <pc7[192.0.2.7]>: Client host rejected: Access denied"),
    (RCPT, 554, "5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org"),
    (RCPT, 504, "5.5.2 <pc7>: Helo command rejected: need fully-qualified hostname"),
    (RCPT, 550, "relay not permitted"),
    (RCPT, 550, "Sender verify failed"),
    (RCPT, 550, "pc7 [192.0.2.7] is currently not permitted to relay through this server. Perhaps you have not\nlogged in"),
    (RCPT, 550, "Please turn on SMTP Authentication in your mail client."),
    (CONTENT, 554, "Message rejected: Email address is not verified."),
    (DATA, 503, "5.5.1 Bad sequence of commands"),
]

LIMITS = [
    (CONTENT, 550, "5.4.5 Daily user sending limit exceeded. For more information on Gmail\n5.4.5 sending limits go to\n5.4.5  https://support.google.com"),
    (MAIL, 550, "5.4.5 Daily user sending quota exceeded. o65sm25351206pga.71 - gsmtp"),
    (RCPT, 550, "5.4.5 Daily SMTP relay limit exceeded for user."),
    (RCPT, 550, "5.7.1 Daily SMTP relay limit exceeded for customer."),
    (CONTENT, 550, "5.7.1 Email quota exceeded."),
    (CONTENT, 550, "5.7.28 There is an unusual rate of unsolicited mail originating from your IP address."),
    (CONTENT, 550, "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients"),
    (CONTENT, 554, "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException.MapiExceptionSubmissionQuotaExceeded"),
    (RCPT, 550, "5.7.233 Your message can't be sent because your tenant exceeded its daily limit for sending email to external recipients"),
    (CONTENT, 454, "Throttling failure: Daily message quota exceeded."),
    (RCPT, 550, "Domain school.example has exceeded the max emails per hour (50/50 (100%)) allowed. Message discarded."),
    (DATA, 554, "5.7.1 <DATA>: Data command rejected: only 10 messages per day"),
    (DATA, 554, "5.7.1 <DATA>: Data command rejected: limit of 400 rcpts per 24 hours for client a@school.example reached"),
    (CONTENT, 552, "User a@school.example has exceeded its 24-hour sending limit. Messages to 25 recipients out of 25"),
]

LATER = [
    (MAIL, 421, "4.7.0 Try again later, closing connection."),
    (MAIL, 432, "4.3.2 Concurrent connections limit exceeded."),
    (CONTENT, 432, "4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded."),
    (RCPT, 450, "4.2.1 The user you are trying to contact is receiving mail too quickly."),
    (RCPT, 450, "4.2.1 Peak SMTP relay limit exceeded for customer. This is a temporary error."),
    (RCPT, 450, "4.2.0 <a@school.example>: Recipient address rejected: Greylisted"),
    (RCPT, 452, "4.2.2 The recipient's inbox is out of storage space."),
    (RCPT, 452, "4.5.3 Your message has too many recipients."),
    (RCPT, 454, "4.7.1 <a@school.example>: Relay access denied"),
    (MAIL, 450, "4.1.8 <a@school.example>: Sender address rejected: Domain not found"),
    (CONTENT, 451, "4.3.0 Mail server temporarily rejected message."),
    (CONTENT, 421, "4.7.28 Gmail has detected an unusual rate of mail. To protect our users, mail has been rate limited."),
]

SIGN_IN = [
    (535, "5.7.8 Username and Password not accepted. Learn more at\n5.7.8  https://support.google.com", "user name and the password"),
    (534, "5.7.9 Application-specific password required. Learn more at", "app password"),
    (534, "5.7.14 Please log in via your web browser and\n5.7.14 then try again.", "web browser"),
    (535, "5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", "token"),
    (535, "5.7.139 Authentication unsuccessful, basic authentication is disabled.", "token"),
    (535, "5.7.3 Authentication unsuccessful [DB6P18901CA0015.EURP189.PROD.OUTLOOK.COM]", "user name and the password"),
    (535, "Incorrect authentication data", "user name and the password"),
    (538, "5.7.11 Encryption required for requested authentication mechanism", "user name and the password"),
    (504, "5.7.4 Unrecognized authentication type", "Ask whoever"),
]


@pytest.mark.parametrize(("step", "code", "text"), PERSONS)
def test_a_refusal_of_the_person_fails_that_email_and_stops_nothing(step: Step, code: int, text: str) -> None:
    assert (meaning(step, code, text).status, meaning(step, code, text).stop) == ("failed", None)


@pytest.mark.parametrize(("step", "code", "text"), SENDERS)
def test_a_refusal_of_the_sender_stops_the_run_and_fails_nobody(step: Step, code: int, text: str) -> None:
    handed = meaning(step, code, text)
    assert handed.status == "deferred"
    assert handed.stop
    assert handed.stop.code == CONFIGURATION


@pytest.mark.parametrize(("step", "code", "text"), LIMITS)
def test_a_limit_stops_until_tomorrow_and_fails_nobody(step: Step, code: int, text: str) -> None:
    handed = meaning(step, code, text)
    assert handed.status == "deferred"
    assert handed.stop
    assert handed.stop.code == TEMPORARY
    assert "tomorrow" in str(handed.stop)


@pytest.mark.parametrize(("step", "code", "text"), LATER)
def test_what_may_go_better_later_is_deferred_alone(step: Step, code: int, text: str) -> None:
    assert (meaning(step, code, text).status, meaning(step, code, text).stop) == ("deferred", None)


@pytest.mark.parametrize(("code", "text", "mend"), SIGN_IN)
def test_a_sign_in_that_is_refused_says_how_to_mend_it(code: int, text: str, mend: str) -> None:
    handed = meaning(AUTH, code, text)
    assert handed.status == "deferred"
    assert handed.stop
    assert handed.stop.code == CONFIGURATION
    assert mend in str(handed.stop)
    assert "sign-in" in str(handed.stop)


def test_acceptance_is_told_in_the_servers_words() -> None:
    assert meaning(CONTENT, 250, "2.0.0 OK  1771 ab\tcd - gsmtp").detail == "250 2.0.0 OK 1771 ab cd - gsmtp"


def test_lines_of_one_reply_become_one() -> None:
    said = "550 5.4.5 Daily limit\n5.4.5 go to\n5.4.5  https://x.example\x1b[2J"
    assert one_line(said) == "550 5.4.5 Daily limit go to https://x.example [2J"


@given(st.sampled_from(Step), st.integers(200, 599), st.text(max_size=400))
def test_whatever_a_server_says_the_rules_hold(step: Step, code: int, text: str) -> None:
    handed = meaning(step, code, text)
    assert handed.status == "sent" if code < 400 else handed.status in ({"deferred"} if code < 500 else {"deferred", "failed"})
    assert handed.status == "deferred" or not handed.stop
    assert len(handed.detail) <= 160
    assert handed.detail.isprintable()
    if code >= 400 and step in OPENING:
        assert handed.stop
    if code >= 500 and step in {*OPENING, MAIL}:
        assert handed.status == "deferred"


def test_silence_is_unknown_from_the_first_byte_of_content_on_and_never_before() -> None:
    assert [step for step in Step if unanswered(step).status == "unknown"] == [CONTENT]
    assert {unanswered(step).status for step in Step if step is not CONTENT} == {"deferred"}
