"""Which test shows what is lost without a module, where neither a start nor a phone added to the
PBX shows it.
"""

# Test -> the modules that it leaves out; tests/witness/test_minimal.py holds that the tests are
# there and name the modules.
PROOFS = {
    "tests/calls/test_calls_left_out.py::test_a_branch_is_known_by_its_key": "res_crypto",
    "tests/calls/test_calls_left_out.py::test_a_call_file_stays_there_for_ever": "pbx_spool",
    "tests/calls/test_calls_left_out.py"
    "::test_a_codecs_parameters_are_answered": "res_format_attr_opus",
    "tests/calls/test_calls_left_out.py"
    "::test_a_program_that_recognizes_speech_is_asked": "res_speech_aeap",
    "tests/calls/test_calls_left_out.py"
    "::test_an_emergency_call_says_where_it_comes_from": "res_pjsip_geolocation",
    "tests/calls/test_calls_watched.py::test_a_key_records_the_call": "bridge_builtin_features",
    "tests/calls/test_calls_watched.py"
    "::test_a_phone_is_provisioned": "res_pjsip_phoneprov_provider",
    "tests/calls/test_calls_watched.py"
    "::test_other_programs_watch": "res_hep_pjsip res_prometheus res_statsd",
    "tests/usage/test_ari.py"
    "::test_an_ari_users_whitelist_answers_every_request_and_no_module_is_there_for_nothing": (
        "res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels "
        "res_ari_device_states res_ari_endpoints res_ari_events "
        "res_ari_playbacks res_ari_recordings res_ari_sounds"
    ),
    "tests/usage/test_pjsip_basics.py::test_nobody_registers_or_calls_without_it": (
        "res_pjsip_endpoint_identifier_user res_pjsip_registrar res_pjsip_sdp_rtp res_rtp_asterisk"
    ),
    "tests/usage/test_pjsip_calls.py::test_what_a_call_needs_is_there_and_without_it_is_missed": (
        "res_musiconhold res_pjsip_caller_id res_pjsip_dialog_info_body_generator "
        "res_pjsip_diversion res_pjsip_dlg_options "
        "res_pjsip_dtmf_info res_pjsip_empty_info res_pjsip_mwi res_pjsip_mwi_body_generator "
        "res_pjsip_nat res_pjsip_pidf_body_generator "
        "res_pjsip_refer res_pjsip_rfc3326 res_pjsip_xpidf_body_generator res_timing_timerfd"
    ),
    "tests/usage/test_pjsip_calls.py"
    "::test_the_supplement_to_presence_is_missed_alone": "res_pjsip_pidf_eyebeam_body_supplement",
    "tests/usage/test_pjsip_features.py"
    "::test_what_an_option_asks_for_is_there_and_without_its_module_is_missed": (
        "res_hep_rtcp res_pjsip_config_wizard res_pjsip_endpoint_identifier_ip "
        "res_pjsip_exten_state res_pjsip_messaging "
        "res_pjsip_one_touch_record_info res_pjsip_outbound_registration res_pjsip_t38 "
        "res_pjsip_transport_websocket"
    ),
    "tests/usage/test_pjsip_security.py"
    "::test_a_call_that_must_be_refused": "res_pjsip_acl res_pjsip_authenticator_digest",
    "tests/usage/test_pjsip_security.py"
    "::test_a_caller_whose_number_nobody_signed_is_refused": "res_pjsip_stir_shaken",
    "tests/usage/test_pjsip_security.py"
    "::test_a_providers_challenge_is_answered": "res_pjsip_outbound_authenticator_digest",
    "tests/usage/test_pjsip_security.py"
    "::test_sound_that_must_be_encrypted_never_goes_in_the_clear": "res_srtp",
    "tests/usage/test_sip_calls.py"
    "::test_sound_that_must_be_encrypted_never_goes_in_the_clear": "res_srtp",
    "tests/usage/test_sip_calls.py::test_without_rtp_there_is_no_call": "res_rtp_asterisk",
    "tests/usage/test_whole.py::test_what_no_boot_complains_of_is_missed_all_the_same": (
        "res_calendar_icalendar res_fax_spandsp"
    ),
}


def proof(module: str, *, classic: bool = False) -> str:
    """The test that shows what is lost without a module, "" when there is none; `classic`: where
    chan_sip, not PJSIP, makes the calls.
    """
    found = [test for test, modules in PROOFS.items() if module in modules.split()]
    return next((test for test in found if ("test_sip_calls" in test) == classic), (*found, "")[0])
