targetScope = 'subscription'

@description('What all names start with; another one makes a second copy in the same account')
param name string = 'relational-database'

@description('What it is for, as the tag Environment says')
param _environment string = 'production'

@description('Azure tenant to build in')
param tenant_id string

@description('Public addresses of who applies it, as a range')
param operator_range string

@description('Object id in Entra of who applies it')
param operator_object_id string

@description('Entra group of administrators: object id')
param database_admin_object_id string

@description('Entra group of administrators: name')
param database_admin_name string

@description('azurerm_resource_group.resource_group')
resource resourceGroupResourceGroup 'Microsoft.Resources/resourceGroups@2022-09-01' = {
  name: 'relational-database'
  location: 'westeurope'
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1011'
    Application: 'relational-database'
  }
}

module resourcesResourceGroup 'resourcesResourceGroup.bicep' = {
  name: 'resourcesResourceGroup'
  scope: resourceGroupResourceGroup
  params: {
    name: name
    _environment: _environment
    tenant_id: tenant_id
    operator_range: operator_range
    operator_object_id: operator_object_id
    database_admin_object_id: database_admin_object_id
    database_admin_name: database_admin_name
  }
}

output address string = resourcesResourceGroup.outputs.address

output alarms string = resourcesResourceGroup.outputs.alarms
