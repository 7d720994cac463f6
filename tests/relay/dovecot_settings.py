"""What Debian's Dovecot is told, so that all it does stays on loopback and in one folder."""

from mail_place import NOBODY, USER, Place


def dovecot(at: Place, version: str) -> str:
    """Dovecot's settings, for 2.3 (Debian 12) or 2.4 (Debian 13). Only USER has a mailbox to sign in to."""
    own = DOVECOT_2_3 if version.startswith("2.3.") else DOVECOT_2_4
    return (own + DOVECOT).format(folder=at.folder, certificate=at.certificate, port=at.imap_port, home=at.mail / USER, uid=NOBODY)


DOVECOT_2_3 = """
disable_plaintext_auth = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
mail_location = maildir:{home}
passdb {{
  driver = passwd-file
  args = {folder}/dovecot/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={home}
}}
"""
DOVECOT_2_4 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
auth_allow_cleartext = no
ssl_server_cert_file = {certificate}
ssl_server_key_file = {certificate}
mail_driver = maildir
mail_path = {home}
passdb passwd-file {{
  passwd_file_path = {folder}/dovecot/users
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {uid}
    home = {home}
  }}
}}
"""
DOVECOT = """
base_dir = {folder}/dovecot/run
state_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
listen = 127.0.0.1
protocols = imap
ssl = required
auth_mechanisms = plain login
auth_failure_delay = 0
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener {folder}/dovecot/sasl {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""
