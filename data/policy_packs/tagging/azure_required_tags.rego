# METADATA
# title: Required tags are missing
# description: >-
#   Nobody can say whose the resource is, what it is for, or who pays for it; tags of the
#   resource group are not passed on. The tags asked for are Environment, Owner and CostCenter,
#   in any spelling of capitals, as Azure reads them; set data.dharma.parameters.required_tags
#   to ask for others.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
# custom:
#   id: DH_AZURE_TAGS_001
#   severity: medium
#   group: tagging
#   provider: azure
#   service: tagging
#   resource_types:
#     - azurerm_api_management
#     - azurerm_application_gateway
#     - azurerm_application_insights
#     - azurerm_application_security_group
#     - azurerm_cdn_frontdoor_endpoint
#     - azurerm_cdn_frontdoor_profile
#     - azurerm_container_app
#     - azurerm_container_app_environment
#     - azurerm_container_registry
#     - azurerm_cosmosdb_account
#     - azurerm_data_factory
#     - azurerm_databricks_workspace
#     - azurerm_dns_zone
#     - azurerm_eventgrid_topic
#     - azurerm_eventhub_namespace
#     - azurerm_key_vault
#     - azurerm_key_vault_managed_hardware_security_module
#     - azurerm_kubernetes_cluster
#     - azurerm_kubernetes_cluster_node_pool
#     - azurerm_kusto_cluster
#     - azurerm_lb
#     - azurerm_linux_function_app
#     - azurerm_linux_virtual_machine
#     - azurerm_linux_virtual_machine_scale_set
#     - azurerm_linux_web_app
#     - azurerm_log_analytics_workspace
#     - azurerm_managed_disk
#     - azurerm_managed_redis
#     - azurerm_monitor_action_group
#     - azurerm_monitor_autoscale_setting
#     - azurerm_monitor_metric_alert
#     - azurerm_mssql_database
#     - azurerm_mssql_managed_instance
#     - azurerm_mssql_server
#     - azurerm_mysql_flexible_server
#     - azurerm_nat_gateway
#     - azurerm_network_interface
#     - azurerm_network_security_group
#     - azurerm_postgresql_flexible_server
#     - azurerm_postgresql_server
#     - azurerm_private_dns_zone
#     - azurerm_private_endpoint
#     - azurerm_public_ip
#     - azurerm_recovery_services_vault
#     - azurerm_redis_cache
#     - azurerm_resource_group
#     - azurerm_route_table
#     - azurerm_search_service
#     - azurerm_service_plan
#     - azurerm_servicebus_namespace
#     - azurerm_storage_account
#     - azurerm_storage_sync
#     - azurerm_synapse_spark_pool
#     - azurerm_synapse_sql_pool
#     - azurerm_synapse_workspace
#     - azurerm_user_assigned_identity
#     - azurerm_virtual_network
#     - azurerm_windows_virtual_machine
#   attributes: [tags]
#   remediation: >-
#     Add the tags to the resource (tags of a blueprint), or merge a map of common tags into
#     tags.
#   frameworks:
#     NIST 800-53 r5: ["CM-8"]
package dharma.tagging.azure_required_tags

import rego.v1

warn contains msg if {
	some address in failing
	msg := sprintf("%s: Required tags are missing", [address])
}

default required := ["Environment", "Owner", "CostCenter"]

required := data.dharma.parameters.required_tags

failing := [rc.address |
	some rc in input.resource_changes
	taggable[rc.type]
	missing(rc)
]

missing(rc) if {
	some tag in required
	is_string(tag)
	not tagged(rc, tag)
}

tagged(rc, tag) if {
	some name
	value := rc.change.after.tags[name]
	is_string(name)
	lower(name) == lower(tag)
	value != ""
}

# Set, to a value that is known after apply.
tagged(rc, tag) if {
	some name
	rc.change.after_unknown.tags[name] == true
	is_string(name)
	lower(name) == lower(tag)
}

taggable := {
	"azurerm_api_management": true,
	"azurerm_application_gateway": true,
	"azurerm_application_insights": true,
	"azurerm_application_security_group": true,
	"azurerm_cdn_frontdoor_endpoint": true,
	"azurerm_cdn_frontdoor_profile": true,
	"azurerm_container_app": true,
	"azurerm_container_app_environment": true,
	"azurerm_container_registry": true,
	"azurerm_cosmosdb_account": true,
	"azurerm_data_factory": true,
	"azurerm_databricks_workspace": true,
	"azurerm_dns_zone": true,
	"azurerm_eventgrid_topic": true,
	"azurerm_eventhub_namespace": true,
	"azurerm_key_vault": true,
	"azurerm_key_vault_managed_hardware_security_module": true,
	"azurerm_kubernetes_cluster": true,
	"azurerm_kubernetes_cluster_node_pool": true,
	"azurerm_kusto_cluster": true,
	"azurerm_lb": true,
	"azurerm_linux_function_app": true,
	"azurerm_linux_virtual_machine": true,
	"azurerm_linux_virtual_machine_scale_set": true,
	"azurerm_linux_web_app": true,
	"azurerm_log_analytics_workspace": true,
	"azurerm_managed_disk": true,
	"azurerm_managed_redis": true,
	"azurerm_monitor_action_group": true,
	"azurerm_monitor_autoscale_setting": true,
	"azurerm_monitor_metric_alert": true,
	"azurerm_mssql_database": true,
	"azurerm_mssql_managed_instance": true,
	"azurerm_mssql_server": true,
	"azurerm_mysql_flexible_server": true,
	"azurerm_nat_gateway": true,
	"azurerm_network_interface": true,
	"azurerm_network_security_group": true,
	"azurerm_postgresql_flexible_server": true,
	"azurerm_postgresql_server": true,
	"azurerm_private_dns_zone": true,
	"azurerm_private_endpoint": true,
	"azurerm_public_ip": true,
	"azurerm_recovery_services_vault": true,
	"azurerm_redis_cache": true,
	"azurerm_resource_group": true,
	"azurerm_route_table": true,
	"azurerm_search_service": true,
	"azurerm_service_plan": true,
	"azurerm_servicebus_namespace": true,
	"azurerm_storage_account": true,
	"azurerm_storage_sync": true,
	"azurerm_synapse_spark_pool": true,
	"azurerm_synapse_sql_pool": true,
	"azurerm_synapse_workspace": true,
	"azurerm_user_assigned_identity": true,
	"azurerm_virtual_network": true,
	"azurerm_windows_virtual_machine": true,
}
