"""Which module of a release provides a symbol to others, by the symbol's name.

Sources: res/*.exports.in and funcs/func_periodic_hook.exports.in of 1.8 to 23, which list what each
module exports; if two export the same pattern (`ast_sip_*`, `stasis_app_*`), the headers in
include/asterisk that declare the functions; res/res_features.c of 1.4.
"""

from asterisk_lint.catalog.load import Catalog

# Beginnings of names; the longest match decides.
OWNERS = {
    "__ast_sip_session_": "res_pjsip_session",
    "_ast_odbc_": "res_odbc",
    "aeap_": "res_aeap",
    "ast_adsi_": "res_adsi",
    "ast_aeap_": "res_aeap",
    "ast_aes_": "res_crypto",
    "ast_agi_": "res_agi",
    "ast_aji_": "res_jabber",
    "ast_ari_": "res_ari",
    "ast_ari_validate_": "res_ari_model",
    "ast_audiosocket_": "res_audiosocket",
    "ast_beep_": "func_periodic_hook",
    "ast_bridge_call": "res_features",
    "ast_calendar_": "res_calendar",
    "ast_check_signature": "res_crypto",
    "ast_copy_pj_str": "res_pjsip",
    "ast_crypto_loaded": "res_crypto",
    "ast_decrypt_bin": "res_crypto",
    "ast_encrypt_bin": "res_crypto",
    "ast_fax_": "res_fax",
    "ast_geoloc_": "res_geolocation",
    "ast_key_get": "res_crypto",
    "ast_masq_park_call": "res_features",
    "ast_monitor_": "res_monitor",
    "ast_multicast_rtp": "res_rtp_multicast",
    "ast_mwi_mailbox_": "res_mwi_external",
    "ast_odbc_": "res_odbc",
    "ast_odbc_retrieve_transaction_obj": "res_odbc_transaction",
    "ast_park_call": "res_features",
    "ast_parking_ext": "res_features",
    "ast_phoneprov_": "res_phoneprov",
    "ast_pickup_call": "res_features",
    "ast_pickup_ext": "res_features",
    "ast_pjproject_": "res_pjproject",
    "ast_pjsip_": "res_pjsip",
    "ast_pktccops_": "res_pktccops",
    "ast_sign": "res_crypto",
    "ast_sip_": "res_pjsip",
    "ast_sip_can_present_connected_id": "res_pjsip_session",
    "ast_sip_channel_pvt_alloc": "res_pjsip_session",
    "ast_sip_create_joint_call_cap": "res_pjsip_session",
    "ast_sip_create_publication": "res_pjsip_pubsub",
    "ast_sip_create_subscription": "res_pjsip_pubsub",
    "ast_sip_dialog_get_session": "res_pjsip_session",
    "ast_sip_get_pjproject_buildopt": "res_pjproject",
    "ast_sip_publication_": "res_pjsip_pubsub",
    "ast_sip_publish_client_": "res_pjsip_outbound_publish",
    "ast_sip_pubsub_": "res_pjsip_pubsub",
    "ast_sip_register_event_publisher_handler": "res_pjsip_outbound_publish",
    "ast_sip_register_exten_state_provider": "res_pjsip_exten_state",
    "ast_sip_register_publish_handler": "res_pjsip_pubsub",
    "ast_sip_register_subscription_handler": "res_pjsip_pubsub",
    "ast_sip_session_": "res_pjsip_session",
    "ast_sip_subscription_": "res_pjsip_pubsub",
    "ast_sip_unregister_event_publisher_handler": "res_pjsip_outbound_publish",
    "ast_sip_unregister_exten_state_provider": "res_pjsip_exten_state",
    "ast_sip_unregister_publish_handler": "res_pjsip_pubsub",
    "ast_sip_unregister_subscription_handler": "res_pjsip_pubsub",
    "ast_smdi_": "res_smdi",
    "ast_speech_": "res_speech",
    "ast_statsd_": "res_statsd",
    "ast_stir_shaken_": "res_stir_shaken",
    "ast_websocket_": "res_http_websocket",
    "ast_websocket_client_add_uri_params": "res_websocket_client",
    "ast_websocket_client_connect": "res_websocket_client",
    "ast_websocket_client_get_field_diff": "res_websocket_client",
    "ast_websocket_client_observer_": "res_websocket_client",
    "ast_websocket_client_reload": "res_websocket_client",
    "ast_websocket_client_retrieve_": "res_websocket_client",
    "ast_xmpp_": "res_xmpp",
    "cdrel_": "res_cdrel_custom",
    "hepv3_": "res_hep",
    "pjsip_media_type_": "res_pjsip",
    "prometheus_": "res_prometheus",
    "stasis_app_": "res_stasis",
    "stasis_app_control_answer": "res_stasis_answer",
    "stasis_app_control_play_uri": "res_stasis_playback",
    "stasis_app_control_record": "res_stasis_recording",
    "stasis_app_control_snoop": "res_stasis_snoop",
    "stasis_app_device_state": "res_stasis_device_state",
    "stasis_app_mailbox": "res_stasis_mailbox",
    "stasis_app_playback_": "res_stasis_playback",
    "stasis_app_recording_": "res_stasis_recording",
    "stasis_app_stored_recording_": "res_stasis_recording",
}


def owner_of(symbol: str, catalog: Catalog) -> str | None:
    """Return the module of the release that provides a symbol to others; None if it is unknown, or
    if the release has no such module.
    """
    for length in range(len(symbol), 0, -1):
        owner = OWNERS.get(symbol[:length])
        if owner is not None and catalog.module(owner) is not None:
            return owner
    return None
