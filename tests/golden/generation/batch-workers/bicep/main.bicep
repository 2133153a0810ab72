targetScope = 'subscription'

@description('What all names start with; another one makes a second copy in the same account')
param name string = 'batch-workers'

@description('What it is for, as the tag Environment says')
param _environment string = 'production'

@description('How few workers there may be')
param minimum int = 1

@description('How many workers there may be')
param maximum int = 8

@description('Public SSH key of the administrator')
param workers_ssh_public_key string

@description('azurerm_resource_group.resource_group')
resource resourceGroupResourceGroup 'Microsoft.Resources/resourceGroups@2022-09-01' = {
  name: 'batch-workers'
  location: 'westeurope'
  tags: {
    Environment: _environment
    Owner: 'data-team'
    CostCenter: 'CC-1010'
    Application: 'batch-workers'
  }
}

module resourcesResourceGroup 'resourcesResourceGroup.bicep' = {
  name: 'resourcesResourceGroup'
  scope: resourceGroupResourceGroup
  params: {
    name: name
    _environment: _environment
    minimum: minimum
    maximum: maximum
    workers_ssh_public_key: workers_ssh_public_key
  }
}

output queue string = resourcesResourceGroup.outputs.queue

output results string = resourcesResourceGroup.outputs.results
