"""What Debian's Postfix is told, so that all it does stays on loopback and in one folder."""

from collections.abc import Iterable

from mail_place import DEFERS, DOMAIN, LARGEST, NOBODY, USER, Place


def postfix(at: Place, people: Iterable[str]) -> dict[str, str]:
    """Name -> content of Postfix's files. Whatever USER sends is copied to USER's own Sent folder, as Gmail and Microsoft 365 do."""
    boxes = {address: f"{address}/" for address in {*people, *DEFERS, USER}} | {f"sent@{DOMAIN}": f"{USER}/.Sent/"}
    return {
        "main.cf": _main(at),
        "master.cf": SERVICES.format(port=at.smtp_port),
        "boxes": _table(boxes),
        "copies": _table({USER: f"sent@{DOMAIN}"}),
        "owners": _table({USER: USER}),
        "deferred": _table(DEFERS),
    }


def _table(rows: dict[str, str]) -> str:
    return "".join(f"{key} {value}\n" for key, value in sorted(rows.items()))


def _main(at: Place) -> str:
    tables = f"texthash:{at.folder}/postfix"
    return f"""
compatibility_level = 3.6
queue_directory = {at.folder}/queue
data_directory = {at.folder}/data
maillog_file_prefixes = {at.folder}
maillog_file = {at.folder}/postfix.log

inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.{DOMAIN}
smtpd_peername_lookup = no
in_flow_delay = 0

mydestination =
relayhost =
default_transport = error:no email leaves this computer
relay_transport = error:no email leaves this computer
local_transport = error:there is nobody here
alias_maps =
alias_database =
local_recipient_maps =
notify_classes =

virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_base = {at.mail}
virtual_mailbox_maps = {tables}/boxes
virtual_uid_maps = static:{NOBODY}
virtual_gid_maps = static:{NOBODY}
virtual_mailbox_limit = 0
sender_bcc_maps = {tables}/copies

message_size_limit = {LARGEST}
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = {at.certificate}
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {at.folder}/dovecot/sasl
smtpd_sender_login_maps = {tables}/owners
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access {tables}/deferred
"""


SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup    unix  n - n -     0 cleanup
qmgr       unix  n - n 300   1 qmgr
tlsmgr     unix  - - n 1000? 1 tlsmgr
rewrite    unix  - - n -     - trivial-rewrite
bounce     unix  - - n -     0 bounce
defer      unix  - - n -     0 bounce
trace      unix  - - n -     0 bounce
pickup     unix  n - n 60    1 pickup
flush      unix  n - n 1000? 0 flush
proxymap   unix  - - n -     - proxymap
showq      unix  n - n -     - showq
error      unix  - - n -     - error
retry      unix  - - n -     - error
virtual    unix  - n n -     - virtual
anvil      unix  - - n -     1 anvil
postlog    unix-dgram n - n - 1 postlogd
"""
"""Of Postfix's usual services those that take mail in and put it into mailboxes. There is none that could send it on."""
