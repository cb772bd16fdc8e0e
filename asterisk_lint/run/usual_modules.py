"""The modules that a check imports, each after those that it imports itself.

START: before it knows what to check. CHECK: when it reads a PBX. They are imported together
(own_modules.py), which is only faster: with a name missing or too many, a check does the same.
`python -m tests.test_start` writes this file.
"""

START = """\
commands records commands.names commands.plain_line model output output.report output.terminal cli
releases rules rules.selection run.options settings settings.values commands.options
output.summary tree tree.paths tree.files tree.find tree.target run.projects run.presentation
tree.digests run.cache run.displayed_paths tree.statuses tree.folders tree.repository tree.git
tree.walk tree.work run.kept_reports requirements requirements.file_lines
requirements.grouped_uses run.report_cache run.tasks run.processes commands.check tree.open
"""
CHECK = """\
catalog catalog.facts catalog.load catalog.third_party conf conf.suppressions conf.dialect
conf.zeroed conf.lines conf.braces conf.include conf.shared_results conf.entry conf.shape
conf.section conf.values conf.parsed conf.directives conf.names conf.openings conf.parse
conf.problems conf.sections conf.link conf.reader conf.truth conf.whitelist dialplan
dialplan.steps configuration dialplan.expressions dialplan.splitting dialplan.substitution
dialplan.followed_variables references references.tree_files references.values
references.variables references.cdr_fields references.file_rows usage usage.rows usage.patterns
references.declared references.odbc_queries unseen unseen.reach references.hidden
references.lookup requirements.questions dialplan.arguments dialplan.arguments.row
requirements.possible requirements.verdicts facts requirements.closure requirements.resolve
requirements.decide requirements.release_tables rules.occasions rules.rule rules.silenced shared
conf.placeholder unseen.third_party unseen.entries usage.conditional_choices
dialplan.channel_variables usage.variables usage.find check catalog.needs usage.ari
usage.asked_by_name usage.bridging usage.calendar usage.call_files usage.cdr_templates
usage.phone_files usage.shipped usage.cdr_cel usage.channels usage.conferencing usage.dialplan
usage.originated_calls usage.dialplan_values usage.fax dialplan.stock_samples usage.features
usage.manager usage.alike_sections usage.codecs usage.row_needs usage.file_tests usage.media
usage.media_files usage.monitoring usage.network usage.unsupported usage.pjsip usage.pjsip_calls
usage.pjsip_presence usage.pjsip_realtime usage.provisioning dialplan.devices usage.queues
usage.realtime usage.runtime usage.say usage.services usage.sip usage.speech usage.voicemail
dialplan.arguments.positions dialplan.text_needs dialplan.scan dialplan.arguments.calls
dialplan.arguments.functions dialplan.arguments.media dialplan.arguments.variables
dialplan.arguments.table dialplan.text_uses dialplan.step_scan dialplan.found_in_steps
dialplan.step_uses dialplan.passed_values dialplan.variable_values usage.interpret
dialplan.extensions dialplan.extensions.forms dialplan.extensions.names
dialplan.extensions.contexts dialplan.extensions.numbers dialplan.extensions.entries
dialplan.extensions.step_parts dialplan.extensions.filling dialplan.extensions.reader
dialplan.extensions.users_conf dialplan.extensions.match references.dialplan_index
references.names_there references.targets references.further_options references.dialplan_rows
references.named_in_steps references.sense references.sense.values references.find
references.targets_in_files catalog.application_arguments references.sense.text
references.sense.conditions references.sense.expressions references.sense.calls
references.sense.jumps references.sense.shapes references.sense.flow references.sense.extensions
references.sense.settings references.sense.find requirements.reasons rules.exclusive_modules
rules.deprecated_module rules.missing_configuration catalog.options rules.later_options
rules.unsupported_option rules.unused_declaration references.unused
"""
